"use strict";
// Whom a provider vouched for is in a cookie that no script reads.
const own = ownUrl(new URLSearchParams(location.hash.slice(1)).get("return"));

const signIn = async (proof) => {
  const answer = await post("/auth/second-factor", proof);
  if (!answer.ok) throw new Error(await message(answer));
  location.assign(own.href);
};

$("form").addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(() => signIn({ code: $("code").value }));
});

$("passkey").hidden = !knowsPasskeys();
$("passkey").addEventListener("click", () => attempt(async () => signIn({ passkey: await passkey(true) })));
