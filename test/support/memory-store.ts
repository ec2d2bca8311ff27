/** A bucket in memory with the conditions of S3, and the list of its requests. */
import type { ObjectStore } from '../../functions/runtime/object-store.ts';

export interface MemoryStore {
  readonly objects: Map<string, string>;
  /** The requests so far, such as `get desk/access-code`. */
  readonly requests: string[];
  readonly store: ObjectStore;
}

export function memoryStore(first: Readonly<Record<string, string>> = {}): MemoryStore {
  const objects = new Map(Object.entries(first));
  const requests: string[] = [];
  const etagOf = (key: string) => {
    const text = objects.get(key);
    return text === undefined ? null : `"${text.length}-${text}"`;
  };
  const store: Pick<ObjectStore, 'get' | 'put' | 'putIf' | 'delete'> = {
    get: async (key) => {
      requests.push(`get ${key}`);
      const text = objects.get(key);
      if (text === undefined) return null;
      return { bytes: Buffer.from(text), metadata: {}, etag: etagOf(key) ?? '', modifiedAt: new Date() };
    },
    put: async (key, bytes) => {
      requests.push(`put ${key}`);
      objects.set(key, Buffer.from(bytes).toString());
    },
    putIf: async (key, bytes, _type, etag) => {
      requests.push(`put ${key}`);
      if (etagOf(key) !== etag) return null;
      objects.set(key, Buffer.from(bytes).toString());
      return etagOf(key);
    },
    delete: async (key) => {
      requests.push(`delete ${key}`);
      objects.delete(key);
    },
  };
  return { objects, requests, store: store as ObjectStore };
}
