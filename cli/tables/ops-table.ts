/** The table of `npm run ops`. */
import type { CommandTable } from '../arguments/table.ts';

export const opsTable = {
  name: 'ops',
  script: 'npm run ops --',
  words: 'COMMAND',
  text: {
    en: 'Shows logs, dead letters and records, and manages codes, versions and the brake, here or on AWS.',
    zh: '查看日志、死信和记录，管理访问码、版本和刹车，在本机或 AWS 上。',
  },
  actions: [
    {
      words: 'tail',
      text: {
        en: 'print the logs of the functions (default: of the last hour)',
        zh: '打印各函数的日志（默认：最近一小时）',
      },
    },
    { words: 'dead-letters', text: { en: 'list the events that failed for good', zh: '列出最终失败的事件' } },
    {
      words: 'redrive',
      text: {
        en: 'send such events to their functions again; choose them with --all, --id or a filter',
        zh: '把这些事件重新交给函数；用 --all、--id 或筛选条件选择',
      },
    },
    {
      words: 'history',
      text: {
        en: 'list the records of photos (default: of the last seven days)',
        zh: '列出照片的记录（默认：最近七天）',
      },
    },
    {
      words: 'report',
      text: {
        en: 'print pictures, time, memory and price of each function, and of each version of a function by itself (default: of the last day; prices of Lambda, x86_64)',
        zh: '打印每个函数及其各版本的图片数、时间、内存和价格（默认：最近一天；Lambda x86_64 的价格）',
      },
    },
    {
      words: 'access list',
      text: { en: 'list the access codes with their daily limits', zh: '列出访问码和每日上限' },
    },
    {
      words: 'access add NAME',
      text: {
        en: 'make an access code and print it; it cannot be printed again',
        zh: '新建访问码并打印；以后不能再打印',
      },
    },
    {
      words: 'access revoke NAME',
      text: {
        en: 'revoke an access code; «access revoke first» replaces the first code by a new one',
        zh: '撤销访问码；access revoke first 会把第一个码换成新的',
      },
    },
    {
      words: 'versions list',
      text: {
        en: 'list the versions of matting, compose and further functions on AWS, and which is in use',
        zh: '列出 AWS 上 matting、compose 和其他函数的版本，以及在用的版本',
      },
    },
    {
      words: 'versions use NAME [N]',
      text: {
        en: 'make the studio use version N of the function NAME at once (default: the one before)',
        zh: '立即改用函数 NAME 的版本 N（默认：前一个版本）',
      },
    },
    {
      words: 'brake status',
      text: {
        en: 'print if matting is stopped because of the spend (brakeUsdPerDay), on AWS',
        zh: '打印抠图是否因花费（brakeUsdPerDay）而停止，仅限 AWS',
      },
    },
    { words: 'brake release', text: { en: 'let matting go on', zh: '让抠图继续' } },
  ],
  options: {
    local: {
      type: 'boolean',
      text: {
        en: 'use the studio on this machine (npm start), running or stopped',
        zh: '使用本机的影棚（npm start），运行中或已停止均可',
      },
    },
    stack: {
      type: 'string',
      value: 'NAME',
      text: {
        en: 'use this stack on AWS, with the usual region and credentials of the SDK (default: Zerobooth)',
        zh: '使用 AWS 上的这个堆栈，区域和凭证按 SDK 惯例（默认：Zerobooth）',
      },
    },
    since: {
      type: 'string',
      value: 'TIME',
      text: {
        en: 'show nothing older: 15m, 2h, 3d, or a date such as 2026-01-31T12:00Z',
        zh: '不显示更早的：15m、2h、3d，或日期如 2026-01-31T12:00Z',
      },
    },
    status: {
      type: 'string',
      value: 'WORD',
      text: {
        en: 'show only this outcome, error code or state: done, rejected, no-face, error, EventAgeExceeded ...',
        zh: '只显示此结果、错误代码或状态：done、rejected、no-face、error、EventAgeExceeded ……',
      },
    },
    photo: {
      type: 'string',
      value: 'DIGEST',
      text: {
        en: 'show only this photo, by the 16 hexadecimal digits that the logs show for it',
        zh: '只显示这张照片，用日志中的 16 位十六进制数指定',
      },
    },
    function: {
      type: 'string',
      value: 'NAME',
      text: {
        en: 'tail, dead-letters, redrive, report: only this function: matting, compose, objects, api, pre-traffic ..., or one version, as objects@mine',
        zh: 'tail、dead-letters、redrive、report：只限此函数：matting、compose、objects、api、pre-traffic ……，或一个版本，如 objects@mine',
      },
    },
    follow: {
      type: 'boolean',
      text: { en: 'tail: print new lines until Ctrl-C', zh: 'tail：持续打印新行，按 Ctrl-C 结束' },
    },
    raw: {
      type: 'boolean',
      text: {
        en: 'tail: print the lines as they were written; they may contain names',
        zh: 'tail：按原样打印；可能含有姓名',
      },
    },
    id: {
      type: 'string',
      multiple: true,
      value: 'ID',
      text: { en: 'redrive: the dead letter with this id; may be repeated', zh: 'redrive：此编号的死信；可重复' },
    },
    all: { type: 'boolean', text: { en: 'redrive: every dead letter', zh: 'redrive：所有死信' } },
    limit: {
      type: 'string',
      value: 'N',
      text: { en: 'history: at most the newest N records (default: 50)', zh: 'history：最多最新的 N 条（默认：50）' },
    },
    'photos-per-day': {
      type: 'string',
      value: 'N',
      text: {
        en: 'access add: the most photos that the code makes in one day (UTC; default: no limit)',
        zh: 'access add：此码每天（UTC）最多制作的照片数（默认：不限）',
      },
    },
    keys: {
      type: 'boolean',
      text: {
        en: 'dead-letters, history: also print photo ids, which contain file names',
        zh: 'dead-letters、history：同时打印照片编号，其中含文件名',
      },
    },
    json: { type: 'boolean', text: { en: 'print one JSON object per line', zh: '每行打印一个 JSON 对象' } },
  },
  exitCodes: {
    0: { en: 'done', zh: '完成' },
    1: { en: 'an event was refused, or AWS returned an error', zh: '有事件被拒绝，或 AWS 返回错误' },
  },
} as const satisfies CommandTable;
