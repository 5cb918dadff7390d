"use strict";
const $ = (id) => document.getElementById(id);
const wanted = new URL(new URLSearchParams(location.search).get("return") ?? "/auth/signed-in", location.origin);
// A path of this server, however a browser reads it.
const back = wanted.origin === location.origin ? wanted.pathname + wanted.search : "/auth/signed-in";

const problem = (text) => {
  $("problem").textContent = text;
  $("problem").hidden = !text;
};
problem(new URLSearchParams(location.hash.slice(1)).get("problem") ?? "");

$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  problem("");
  const body = { user: $("user").value, password: $("password").value, cookies: true };
  if ($("code").value) body.code = $("code").value;
  try {
    const answer = await fetch("/auth/login", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (answer.ok) return location.assign(back);
    const status = await answer.json();
    if (status.details?.causes?.some((cause) => cause.reason === "MfaRequired")) {
      $("code-row").hidden = false;
      $("code").focus();
    } else {
      problem(status.message);
    }
  } catch {
    problem("The server does not answer.");
  }
});

fetch("/auth/providers").then((answer) => (answer.ok ? answer.json() : { providers: [] })).then(({ providers }) => {
  for (const provider of providers) {
    const link = document.createElement("a");
    link.className = "button";
    link.textContent = `Sign in with ${provider.displayName}`;
    link.href = `/auth/oidc/${encodeURIComponent(provider.name)}/login?return=${encodeURIComponent(back)}`;
    $("providers").append(link);
  }
});
