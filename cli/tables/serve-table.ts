/** The table of `npm start`. */
import type { CommandTable } from '../arguments/table.ts';

export const defaultPorts = { page: 7860, objects: 7861 } as const;

export const serveTable = {
  name: 'serve',
  script: 'npm start --',
  words: '',
  text: {
    en: `Runs the studio with its page on http://127.0.0.1:${defaultPorts.page} until Ctrl-C.`,
    zh: `运行影棚，网页在 http://127.0.0.1:${defaultPorts.page}，按 Ctrl-C 结束。`,
  },
  actions: [],
  options: {
    port: {
      type: 'string',
      value: 'N',
      text: {
        en: `port of the page (default: ${defaultPorts.page}); 0: any free port`,
        zh: `网页的端口（默认：${defaultPorts.page}）；0：任意空闲端口`,
      },
    },
    's3-port': {
      type: 'string',
      value: 'N',
      text: {
        en: `port of the S3 endpoint (default: ${defaultPorts.objects}); 0: any free port`,
        zh: `S3 接口的端口（默认：${defaultPorts.objects}）；0：任意空闲端口`,
      },
    },
    access: {
      type: 'string',
      value: 'code|none',
      choices: ['code', 'none'],
      text: {
        en: 'code: ask every caller of the page and the API for an access code (npm run ops -- access ... --local) (default: none)',
        zh: 'code：网页和 API 的每个使用者都须有访问码（npm run ops -- access ... --local）（默认：none）',
      },
    },
    webhook: {
      type: 'string',
      value: 'URL',
      text: {
        en: 'post an event to this address when a photo is done or rejected (docs/guide/events.md)',
        zh: '照片完成或被拒绝时，向此地址发送事件（docs/guide/events.md）',
      },
    },
    'webhook-secret': {
      type: 'string',
      value: 'SECRET',
      text: {
        en: "key of the events' signatures (default: ZEROBOOTH_WEBHOOK_SECRET, else one that is made and kept)",
        zh: '事件签名的密钥（默认：ZEROBOOTH_WEBHOOK_SECRET，否则生成一个并保存）',
      },
    },
  },
  exitCodes: {
    0: { en: 'stopped by Ctrl-C or SIGTERM', zh: '被 Ctrl-C 或 SIGTERM 停止' },
    1: { en: 'the studio could not start, for example without models', zh: '影棚无法启动，例如缺少模型' },
  },
} as const satisfies CommandTable;
