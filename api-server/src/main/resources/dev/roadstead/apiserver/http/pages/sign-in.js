"use strict";
const own = ownUrl(new URLSearchParams(location.search).get("return"));
const back = own.pathname + own.search;

show("problem", new URLSearchParams(location.hash.slice(1)).get("problem") ?? "");

const signIn = async (path, body) => {
  const answer = await post(path, { ...body, cookies: true });
  if (answer.ok) return location.assign(own.href);
  const status = await answer.json();
  const needed = (status.details?.causes ?? []).filter((cause) => cause.reason === "MfaRequired");
  if (!needed.length) throw new Error(why(status));
  $("code-row").hidden = false;
  $("second-passkey").hidden = !knowsPasskeys() || needed.every((cause) => cause.field !== "passkey");
  $("passkey").hidden = true;
  $("code").focus();
};

const typed = () => ({ user: $("user").value, password: $("password").value });

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(() => signIn("/auth/login", $("code").value ? { ...typed(), code: $("code").value } : typed()));
});

$("second-passkey").addEventListener("click", () =>
  attempt(async () => signIn("/auth/login", { ...typed(), passkey: await passkey(true) })));

$("passkey").hidden = !knowsPasskeys();
$("passkey").addEventListener("click", () =>
  attempt(async () => signIn("/auth/passkey/login", { passkey: await passkey(false) })));

fetch("/auth/providers").then((answer) => (answer.ok ? answer.json() : { providers: [] })).then(({ providers }) => {
  for (const provider of providers) {
    const link = document.createElement("a");
    link.className = "button";
    link.textContent = `Sign in with ${provider.displayName}`;
    link.href = `/auth/oidc/${encodeURIComponent(provider.name)}/login?return=${encodeURIComponent(back)}`;
    $("providers").append(link);
  }
});
