/** Recognises the names and addresses of the computer itself. */

const pattern = /^(localhost|[\w.-]+\.localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/;

/** Returns whether a host is not reached from other computers. @param host a name or an IP address in lower case, without a port. */
export const isLoopback = (host: string): boolean => pattern.test(host);
