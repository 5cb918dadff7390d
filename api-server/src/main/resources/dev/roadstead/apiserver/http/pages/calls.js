"use strict";
// What the pages share: showing, asking the server, and passkeys.
const $ = (id) => document.getElementById(id);

const show = (id, text) => {
  $(id).textContent = text.charAt(0).toUpperCase() + text.slice(1);
  $(id).hidden = !text;
  if (text) $(id).scrollIntoView({ block: "nearest" });
};

/** Where somebody wanted to go, if that is of this server; whole: //evil.example is one of its paths only behind its origin. */
const ownUrl = (wanted) => {
  const url = new URL(wanted || "/auth/signed-in", location.origin);
  return url.origin === location.origin ? url : new URL("/auth/signed-in", location.origin);
};

const csrf = () => document.cookie.match(/(?:^|; )__Host-roadstead-csrf=([^;]*)/)?.[1] ?? "";

const post = (path, body) =>
  fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf() },
    body: JSON.stringify(body),
  });

/** What a Status says to a person: fields that are wrong without what only programs read. */
const why = (status) => {
  const fields = (status.details?.causes ?? []).filter((cause) => cause.reason.startsWith("FieldValue"));
  const said = fields.map((cause) => `${cause.field} ${cause.message.replace("Invalid value: ", "")}`);
  return said.join("; ") || status.message;
};
const message = async (answer) => why(await answer.json());

/** Runs what a person asked for, and says in `problem` why it did not work. */
const attempt = async (work) => {
  show("problem", "");
  try {
    await work();
  } catch (e) {
    const cancelled = e.name === "NotAllowedError" || e.name === "AbortError";
    const reason = e instanceof TypeError ? "The server does not answer." : e.message;
    show("problem", cancelled ? "No passkey was used." : e.name === "InvalidStateError" ? "This authenticator has a passkey for you already." : reason);
  }
};

const knowsPasskeys = () => Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

/** The proof by a passkey; beside a password it need not verify the person. */
const passkey = async (secondFactor) => {
  const answer = await post("/auth/passkey/challenge", { secondFactor });
  if (!answer.ok) throw new Error(await message(answer));
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(await answer.json());
  return (await navigator.credentials.get({ publicKey })).toJSON();
};
