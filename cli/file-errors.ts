/** Explains errors of the file system in one sentence: a full disk, a missing right, a folder that is a file. */
import { say, type Text } from './arguments/language.ts';

const reasons: Readonly<Record<string, Text>> = {
  ENOSPC: { en: 'the disk is full', zh: '磁盘已满' },
  EDQUOT: { en: 'your quota on this disk is used up', zh: '磁盘配额已用完' },
  EROFS: { en: 'the disk is read-only', zh: '磁盘是只读的' },
  EACCES: { en: 'you have no right to do so', zh: '没有权限' },
  EPERM: { en: 'the system does not allow it', zh: '系统不允许' },
  ENOTDIR: { en: 'a part of the path is a file, not a folder', zh: '路径中有一部分是文件，不是文件夹' },
  EEXIST: { en: 'it is a file, not a folder', zh: '它是文件，不是文件夹' },
  EISDIR: { en: 'it is a folder, not a file', zh: '它是文件夹，不是文件' },
  ENOENT: { en: 'it does not exist', zh: '它不存在' },
  ENAMETOOLONG: { en: 'the name is too long', zh: '名称太长' },
  ELOOP: { en: 'its links go in a circle', zh: '它的链接形成循环' },
  EMFILE: { en: 'too many files are open', zh: '打开的文件太多' },
  EIO: { en: 'the disk reported an error', zh: '磁盘出错' },
  EBUSY: { en: 'another program uses it', zh: '另一个程序正在使用' },
  EINVAL: { en: 'the system does not accept the name', zh: '系统不接受此名称' },
  ERR_INVALID_ARG_VALUE: { en: 'the path has a character that no path may have', zh: '路径中有不允许的字符' },
};

/** The errors after which no further file can be written to the same disk. */
const endsAll: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EROFS']);

/** Returns the reason without the path, such as `the disk is full`; null when the error is not of the file system. */
export function fileReason(error: unknown): string | null {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code !== undefined && Object.hasOwn(reasons, code) ? say(reasons[code]) : null;
}

/** True when the error will happen again with every further file. */
export function isDiskOver(code: string | null): boolean {
  return code !== null && endsAll.has(code);
}

/** Returns a sentence with path and reason; null when the error is not of the file system. */
export function explainFileError(error: unknown): string | null {
  const reason = fileReason(error);
  if (reason === null) return null;
  const { path, syscall } = error as NodeJS.ErrnoException;
  const isRead = ['stat', 'lstat', 'read', 'scandir', 'access'].includes(syscall ?? '');
  const name = path ?? say({ en: 'the output', zh: '输出' });
  const texts = isRead
    ? { en: `${name} cannot be read: ${reason}.`, zh: `无法读取 ${name}：${reason}。` }
    : { en: `${name} cannot be opened or written: ${reason}.`, zh: `无法打开或写入 ${name}：${reason}。` };
  return say(texts);
}
