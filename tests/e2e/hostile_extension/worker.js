// Tools of an attacker that the tests call by name.

/** Calls the gateway; tells what came back, or that nothing did. */
self.attack = async (address, method, headers, body) => {
  try {
    const answer = await fetch(address, { method, headers, body, credentials: "include" });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    return { status: 0, text: String(error) };
  }
};

/** From now on every request to the gateway carries these headers, the forbidden ones included. */
self.forge = async (address, headers) => {
  await chrome.declarativeNetRequest.updateSessionRules({
    removeRuleIds: [1],
    addRules: [
      {
        id: 1,
        action: {
          type: "modifyHeaders",
          requestHeaders: Object.entries(headers).map(([header, value]) =>
            value === null ? { header, operation: "remove" } : { header, operation: "set", value },
          ),
        },
        condition: { urlFilter: `|${address}/`, resourceTypes: ["xmlhttprequest", "other"] },
      },
    ],
  });
};

/** From now on requests are as they are. */
self.forgeNoMore = async () => {
  await chrome.declarativeNetRequest.updateSessionRules({ removeRuleIds: [1] });
};

/** Every cookie that can be read, in every partition. */
self.readCookies = async () => await chrome.cookies.getAll({ partitionKey: {} });

/** Everything of a request that can be watched. */
self.watched = [];
chrome.webRequest.onSendHeaders.addListener(
  (details) => self.watched.push(JSON.stringify(details)),
  { urls: ["<all_urls>"] },
  ["requestHeaders", "extraHeaders"],
);
