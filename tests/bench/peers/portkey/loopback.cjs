// Portkey's gateway listens on every address of the machine and has no option for it.
const { Server } = require("node:net");

const { listen } = Server.prototype;
Server.prototype.listen = function (port, ...rest) {
  const callback = rest.find((value) => typeof value === "function");
  return listen.call(this, port, "127.0.0.1", callback);
};
