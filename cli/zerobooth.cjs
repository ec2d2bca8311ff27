#!/usr/bin/env node
/**
 * The start of the command line. It is written in old syntax, so that an old Node can parse it and answer with a
 * sentence; load.cjs loads the program.
 */
const least = require('../package.json').engines.node.replace('>=', '');

function isOlder(version, other) {
  const one = version.split('.').map(Number);
  const two = other.split('.').map(Number);
  for (let i = 0; i < 3; i++) if (one[i] !== two[i]) return one[i] < two[i];
  return false;
}

if (isOlder(process.versions.node, least)) {
  const advice = 'Install a newer one from https://nodejs.org';
  console.error(`Zerobooth needs Node.js ${least} or later; this is ${process.versions.node}. ${advice}`);
  process.exitCode = 1;
} else {
  require('./load.cjs');
}
