"use strict";
// Behind the #, so that no server and no log sees it.
const takeToken = () => {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  history.replaceState(null, "", location.pathname);
  if (token) $("token").value = token;
};
takeToken();

// An invitation says whom it is for; the bootstrap token does not.
const isBootstrap = () => $("token").value.startsWith("rsb_");
const showEmail = () => {
  $("email-row").hidden = !isBootstrap();
  $("email").required = isBootstrap();
};
$("token").addEventListener("input", showEmail);
showEmail();
// Whoever opens the link with this page open gets no new page.
addEventListener("hashchange", () => {
  takeToken();
  showEmail();
});
($("token").value ? $("name") : $("token")).focus();

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(async () => {
    const body = { name: $("name").value, password: $("password").value, cookies: true };
    body[isBootstrap() ? "bootstrap" : "invitation"] = $("token").value.trim();
    if (isBootstrap()) body.email = $("email").value;
    if ($("display-name").value) body.displayName = $("display-name").value;
    const answer = await post("/auth/register", body);
    if (!answer.ok) throw new Error(await message(answer));
    location.assign("/auth/signed-in");
  });
});
