"use strict";
// Requests of whoever is signed in. Some need a proof of who that is from the last minutes: then a dialog asks for it.

/** Password and code, or a passkey if that will do; null when the person does not want to. */
const askProof = (question, codeOnly = false) =>
  new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.innerHTML = `
      <form>
        <p></p>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        <label>Code of your second factor, if you have one
          <input name="code" autocomplete="one-time-code"></label>
        <button class="main">Go on</button>
        <button type="button" name="passkey" hidden>Use a passkey instead</button>
        <button type="button" name="cancel">Cancel</button>
      </form>`;
    dialog.setAttribute("aria-label", question);
    const form = dialog.querySelector("form");
    dialog.querySelector("p").textContent = question;
    form.passkey.hidden = codeOnly || !knowsPasskeys();
    const end = (proof) => {
      dialog.remove();
      resolve(proof);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const proof = { password: form.password.value };
      if (form.code.value) proof.code = form.code.value;
      end(proof);
    });
    form.passkey.addEventListener("click", () => end({ byPasskey: true }));
    form.cancel.addEventListener("click", () => end(null));
    dialog.addEventListener("cancel", () => end(null));
    document.body.append(dialog);
    dialog.showModal();
  });

/** Proves who the person is; false when they do not want to. */
const prove = async () => {
  const proof = await askProof("Show again that it is you.");
  if (!proof) return false;
  const body = proof.byPasskey ? { passkey: await passkey(false) } : proof;
  const answer = await post("/auth/reauthenticate", body);
  if (!answer.ok) throw new Error(await message(answer));
  return true;
};

const toSignIn = () => location.assign(`/auth/sign-in?return=${encodeURIComponent(location.pathname)}`);

const needsProof = (status) => Boolean(status.details?.causes?.some((cause) => cause.reason === "ProofRequired"));

/** Sends a request as whoever is signed in; undefined when that came to nothing. */
const own = async (path, body) => {
  let answer;
  let status;
  const send = async () => {
    answer = await (body ? post(path, body) : fetch(path));
    status = answer.ok ? {} : await answer.json();
  };
  await send();
  // The access token lasts ten minutes; the sign-in behind it lasts longer.
  if (answer.status === 401 || (answer.status === 403 && !needsProof(status))) {
    if (!(await post("/auth/refresh", {})).ok) return toSignIn();
    await send();
  }
  if (needsProof(status)) {
    if (!(await prove())) return undefined;
    await send();
  }
  if (!answer.ok) throw new Error(why(status));
  return answer.status === 204 ? {} : answer.json();
};
