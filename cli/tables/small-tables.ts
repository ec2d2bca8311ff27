/** The tables of the commands with few options: demo, standards, mcp, model and completion. */
import type { CommandTable } from '../arguments/table.ts';

const done = { en: 'done', zh: '完成' };

export const demoTable = {
  name: 'demo',
  script: 'npm run demo --',
  words: '',
  text: { en: 'Makes ID photos from two drawn portraits.', zh: '用两幅画出的肖像制作证件照。' },
  actions: [],
  options: {},
  exitCodes: { 0: done, 1: { en: 'a photo was not made', zh: '有照片没有做成' } },
} as const satisfies CommandTable;

export const standardsTable = {
  name: 'standards',
  script: 'npm run standards --',
  words: '[ID|WORDS...]',
  text: {
    en: "Lists the photo standards; explains those that are named by id, or a size of your own such as 35x45mm, 2x2in or 600x600px; searches for other words, such as india, 'green card', 一寸 or 2x2.",
    zh: '列出证件照标准；给出编号或自定尺寸（如 35x45mm、2x2in、600x600px）时加以说明；其他词则用于查找，例如 india、绿卡、一寸、2x2。',
  },
  actions: [],
  options: {
    country: {
      type: 'string',
      value: 'CC',
      text: {
        en: 'list only the standards of one country: CN, US, EU ...; INTL: those without a country',
        zh: '只列出一个国家的标准：CN、US、EU ……；INTL：不属于某国的',
      },
    },
    json: { type: 'boolean', text: { en: 'print the records as JSON', zh: '以 JSON 打印' } },
    audit: {
      type: 'boolean',
      text: {
        en: 'list what is weak in each record; the oldest and weakest first',
        zh: '列出每条记录的不足，最旧、最弱的在前',
      },
    },
  },
  exitCodes: { 0: done, 1: { en: 'the output could not be written', zh: '无法写出结果' } },
} as const satisfies CommandTable;

export const mcpTable = {
  name: 'mcp',
  script: 'npm run --silent mcp --',
  words: '',
  text: {
    en: 'Serves AI programs on this machine by the Model Context Protocol over stdin and stdout: finds standards, checks and makes photos (docs/guide/mcp.md).',
    zh: '通过标准输入输出以 MCP（模型上下文协议）为本机的 AI 程序服务：查找标准、检查和制作照片（docs/guide/mcp.md）。',
  },
  actions: [],
  options: {
    root: {
      type: 'string',
      multiple: true,
      value: 'DIR',
      completes: 'folder',
      text: {
        en: 'a folder whose files may be read and written; may be repeated (default: the working folder)',
        zh: '允许读写其中文件的文件夹；可重复（默认：当前文件夹）',
      },
    },
  },
  exitCodes: {
    0: { en: 'the client has ended the connection', zh: '客户端已结束连接' },
    1: { en: 'the output could not be written', zh: '无法写出结果' },
  },
} as const satisfies CommandTable;

export const modelTable = {
  name: 'model',
  script: 'npm run model --',
  words: '',
  text: {
    en: 'Downloads, verifies and prepares the default models.',
    zh: '下载、校验并准备默认模型。',
  },
  actions: [],
  options: {
    model: {
      type: 'string',
      multiple: true,
      value: 'ID',
      text: { en: 'this model of the list instead; may be repeated', zh: '改为列表中的这个模型；可重复' },
    },
    licence: {
      type: 'string',
      value: 'any|clear',
      choices: ['any', 'clear'],
      text: {
        en: 'clear: the models whose licence is clear instead of the defaults (docs/guide/models.md) (default: any)',
        zh: 'clear：改为许可明确的模型，而不是默认模型（docs/guide/models.md）（默认：any）',
      },
    },
    list: { type: 'boolean', text: { en: 'list all models', zh: '列出所有模型' } },
  },
  exitCodes: { 0: done, 1: { en: 'a model could not be fetched or is damaged', zh: '模型无法下载或已损坏' } },
} as const satisfies CommandTable;

export const completionTable = {
  name: 'completion',
  script: 'npm run zerobooth -- completion',
  words: 'bash|zsh|fish',
  text: {
    en: 'Prints the shell completion of the command zerobooth (docs/guide/cli.md#completion).',
    zh: '打印 zerobooth 命令的补全脚本（docs/guide/cli.md#completion）。',
  },
  actions: [],
  options: {},
  exitCodes: { 0: done, 1: { en: 'the output could not be written', zh: '无法写出结果' } },
} as const satisfies CommandTable;
