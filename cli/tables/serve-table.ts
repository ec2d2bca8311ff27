/** The table of `npm start`. */
import type { CommandTable } from '../arguments/table.ts';

export const defaultPorts = { page: 7860, objects: 7861 } as const;

export const serveTable = {
  name: 'start',
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
        en: 'code: ask every caller of the page and the API for an access code (npm run ops -- access ... --local) (default: none, code on a network)',
        zh: 'code：网页和 API 的每个使用者都须有访问码（npm run ops -- access ... --local）（默认：none，在网络上为 code）',
      },
    },
    host: {
      type: 'string',
      value: 'ADDRESS',
      text: {
        en: 'open the studio to a network: 0.0.0.0, or one address of this machine; an access code is made and shown, and page, API and S3 use the port of the page (default: 127.0.0.1, this machine only)',
        zh: '向网络开放：0.0.0.0 或本机的一个地址；会生成并显示访问码，网页、API 和 S3 共用网页的端口（默认：127.0.0.1，仅本机）',
      },
    },
    'public-url': {
      type: 'string',
      value: 'URL',
      text: {
        en: 'the address that browsers use, such as https://photos.example.org; no other host name is answered',
        zh: '浏览器使用的地址，例如 https://photos.example.org；不响应其他主机名',
      },
    },
    allow: {
      type: 'string',
      multiple: true,
      value: 'NET',
      text: {
        en: 'answer only these addresses, such as 10.0.0.0/8 or fd00::/8; may be repeated',
        zh: '只响应这些地址，例如 10.0.0.0/8 或 fd00::/8；可重复',
      },
    },
    'trust-proxy': {
      type: 'string',
      multiple: true,
      value: 'NET',
      text: {
        en: 'believe the X-Forwarded headers of a reverse proxy with this address; may be repeated; needs --public-url',
        zh: '信任此地址的反向代理的 X-Forwarded 头；可重复；须有 --public-url',
      },
    },
    'tls-cert': {
      type: 'string',
      completes: 'file',
      value: 'FILE',
      text: {
        en: 'serve HTTPS with this certificate chain (PEM)',
        zh: '以此证书链（PEM）提供 HTTPS',
      },
    },
    'tls-key': {
      type: 'string',
      completes: 'file',
      value: 'FILE',
      text: {
        en: 'the private key of the certificate (PEM)',
        zh: '证书的私钥（PEM）',
      },
    },
    model: {
      type: 'string',
      multiple: true,
      value: 'ID',
      text: {
        en: 'use another model for mattes or things, or a tagger, of npm run model -- --list; may be repeated',
        zh: '使用另一个抠图或检测模型，或一个标签模型（npm run model -- --list）；可重复',
      },
    },
    licence: {
      type: 'string',
      value: 'any|clear',
      choices: ['any', 'clear'],
      text: {
        en: 'clear: only models whose licence is clear; edges are coarser and things in the picture are not found (docs/guide/models.md) (default: any)',
        zh: 'clear：只用许可明确的模型；边缘较粗，也不查找画面中的物品（docs/guide/models.md）（默认：any）',
      },
    },
    'model-version': {
      type: 'string',
      multiple: true,
      value: 'SPEC',
      text: {
        en: 'let versions of a function share its work, each with its own model: objects@mine=MODEL[,memory=MB][,share=N]; may be repeated (docs/guide/add-a-function.md)',
        zh: '让一个函数的多个版本分担工作，各用自己的模型：objects@mine=MODEL[,memory=MB][,share=N]；可重复（docs/guide/add-a-function.md）',
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
