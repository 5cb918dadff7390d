"use strict";
const $ = (id) => document.getElementById(id);
// Behind the #, so that no server and no log sees it.
$("token").value = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
history.replaceState(null, "", location.pathname);

// An invitation says whom it is for; the bootstrap token does not.
const isBootstrap = () => $("token").value.startsWith("rsb_");
const showEmail = () => {
  $("email-row").hidden = !isBootstrap();
  $("email").required = isBootstrap();
};
$("token").addEventListener("input", showEmail);
showEmail();

const problem = (text) => {
  $("problem").textContent = text;
  $("problem").hidden = !text;
};

$("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  problem("");
  const body = { name: $("name").value, password: $("password").value, cookies: true };
  body[isBootstrap() ? "bootstrap" : "invitation"] = $("token").value.trim();
  if (isBootstrap()) body.email = $("email").value;
  if ($("display-name").value) body.displayName = $("display-name").value;
  try {
    const answer = await fetch("/auth/register", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (answer.ok) return location.assign("/auth/signed-in");
    problem((await answer.json()).message);
  } catch {
    problem("The server does not answer.");
  }
});
