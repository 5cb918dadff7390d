"use strict";
const day = (time) => new Date(time).toLocaleDateString(undefined, { dateStyle: "medium" });

const item = (list, name, more, action, work) => {
  const entry = document.createElement("li");
  const text = document.createElement("span");
  text.append(Object.assign(document.createElement("b"), { textContent: name }), document.createElement("br"), more);
  const button = Object.assign(document.createElement("button"), { textContent: action });
  button.addEventListener("click", () => attempt(work));
  entry.append(text, button);
  $(list).append(entry);
};

const showCodes = ({ recoveryCodes }) => {
  if (!recoveryCodes.length) return;
  $("code-list").textContent = recoveryCodes.join("\n");
  $("codes").hidden = false;
  $("codes").scrollIntoView();
};

const load = async () => {
  const factors = await own("/auth/mfa");
  if (!factors) return;
  const any = factors.totp || factors.passkeys.length > 0;
  $("who").textContent = `${factors.user}, ${factors.email}`;
  for (const list of ["passkeys", "providers"]) $(list).replaceChildren();
  for (const { id, name, origin, createdAt, lastUsedAt } of factors.passkeys) {
    const where = origin === location.origin ? "" : `at ${origin}, `;
    const more = `${where}made ${day(createdAt)}, ${lastUsedAt ? `last used ${day(lastUsedAt)}` : "never used"}`;
    item("passkeys", name, more, "Remove", () => change("/auth/mfa/passkeys/remove", { id }));
  }
  $("add-passkey").hidden = !factors.password || !knowsPasskeys();
  if (!factors.password) $("passkeys-why").textContent = "You sign in by an identity provider; second factors are set up there.";
  $("totp-state").textContent = factors.totp
    ? "Its codes are asked for when you sign in by password."
    : "A program on your phone shows a new code every 30 seconds.";
  $("totp-begin").hidden = factors.totp || !factors.password;
  $("totp-remove").hidden = !factors.totp;
  $("recovery").hidden = !any;
  $("recovery-state").textContent = `${factors.recoveryCodes} left, for when you have lost the others.`;
  $("linked").hidden = !factors.providers.length;
  for (const { name, displayName, linked } of factors.providers) {
    const path = `/auth/oidc/${encodeURIComponent(name)}`;
    if (linked) item("providers", displayName, "You sign in by your account there.", "Unlink", () => change(`${path}/unlink`, {}));
    else item("providers", displayName, "Not linked.", "Link", async () => {
      const begun = await own(`${path}/link`, {});
      if (begun) location.assign(begun.location);
    });
  }
};

const change = async (path, body) => {
  const answer = await own(path, body);
  if (answer) await load();
  return answer;
};

$("add-passkey").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    const options = await own("/auth/mfa/passkeys/options", {});
    if (!options) return;
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const made = (await navigator.credentials.create({ publicKey })).toJSON();
    const codes = await change("/auth/mfa/passkeys", { name: $("passkey-name").value.trim(), passkey: made });
    $("passkey-name").value = "";
    if (codes) showCodes(codes);
  });
});

$("totp-begin").addEventListener("click", () =>
  attempt(async () => {
    const begun = await own("/auth/mfa/totp", {});
    if (!begun) return;
    $("totp-secret").textContent = begun.secret.replace(/(.{4})(?=.)/g, "$1 ");
    $("totp-uri").href = begun.uri;
    $("totp-qr").replaceChildren(new DOMParser().parseFromString(begun.qr, "image/svg+xml").documentElement);
    $("totp-confirm").hidden = false;
    $("totp-begin").hidden = true;
    $("totp-code").focus();
  }));

$("totp-confirm").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    const codes = await change("/auth/mfa/totp/confirm", { code: $("totp-code").value });
    if (!codes) return;
    $("totp-confirm").reset();
    $("totp-confirm").hidden = true;
    for (const id of ["totp-qr", "totp-secret"]) $(id).replaceChildren();
    $("totp-uri").removeAttribute("href");
    showCodes(codes);
  });
});

$("totp-remove").addEventListener("click", () =>
  attempt(async () => {
    const proof = await askProof("Your password and a code, a last time.", true);
    if (proof) await change("/auth/mfa/totp/remove", proof);
  }));

$("recovery-renew").addEventListener("click", () =>
  attempt(async () => {
    const codes = await change("/auth/mfa/recovery", {});
    if (codes) showCodes(codes);
  }));

$("codes-kept").addEventListener("click", () => {
  $("code-list").textContent = "";
  $("codes").hidden = true;
});

$("sign-out").addEventListener("click", () =>
  attempt(async () => {
    if (await own("/auth/logout", {})) location.assign("/auth/sign-in");
  }));

const problem = new URLSearchParams(location.hash.slice(1)).get("problem") ?? "";
history.replaceState(null, "", location.pathname);
attempt(load).then(() => problem && show("problem", problem));
