/** `npx zerobooth mcp`: a server of the Model Context Protocol over stdin and stdout, for Claude, VS Code and others. */
import { Console } from 'node:console';
import { cwd, stderr, stdin } from 'node:process';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import packageJson from '../../package.json' with { type: 'json' };
import { say } from '../arguments/language.ts';
import { readCommand } from '../arguments/read.ts';
import { mcpTable } from '../tables/small-tables.ts';
import { type AllowedPaths, openAllowedPaths } from './allowed-paths.ts';
import { addPhotoTools } from './photo-tools.ts';
import { addStandardTools } from './standard-tools.ts';

/** Serves until the client closes stdin, or a signal comes. @returns 0. @throws UsageError (exit code 2). */
export async function runMcp(args: string[]): Promise<number> {
  const { values } = readCommand(mcpTable, args);
  const allowed = await openAllowedPaths(values.root, cwd());
  // stdout belongs to the protocol: a line of anything else breaks the client.
  globalThis.console = new Console(stderr, stderr);
  const closing = new AbortController();
  const server = new McpServer(
    { name: 'zerobooth', title: 'Zerobooth', version: packageJson.version },
    { instructions: `Makes and checks ID photos on this machine. ${foldersOf(allowed)}` },
  );
  addStandardTools(server);
  addPhotoTools(server, allowed, closing.signal);
  const ended = new Promise<void>((resolve) => {
    const end = () => resolve();
    stdin.once('end', end).once('close', end);
    process.once('SIGINT', end).once('SIGTERM', end);
  });
  await server.connect(new StdioServerTransport());
  stderr.write(`${startText(allowed)}\n`);
  await ended;
  closing.abort();
  await server.close();
  return 0;
}

function foldersOf({ roots }: AllowedPaths): string {
  if (roots.length === 0) return 'No folder is allowed, so only the tools about standards work.';
  return `Files may be read and written in: ${roots.join(', ')}. Relative paths are below the first.`;
}

function startText({ roots }: AllowedPaths): string {
  const folders = roots.join(', ');
  const none = {
    en: 'no folder: name one with --root DIR',
    zh: '没有文件夹：请用 --root DIR 指定',
  };
  return say({
    en: `MCP server of Zerobooth on stdin and stdout. Allowed: ${folders || none.en}. Setting up a client: docs/guide/mcp.md`,
    zh: `Zerobooth 的 MCP 服务，使用标准输入和输出。允许访问：${folders || none.zh}。客户端设置：docs/guide/mcp.md`,
  });
}
