/** The types of the client, beside those of the operations from which the OpenAPI document is built. */
import { expectTypeOf, test } from 'vitest';
import type * as z from 'zod';
import type { OperationName, operations } from '../../../functions/api/operations.ts';
import type { PhotoClient } from '../../../library/client.ts';

type Answer<Name extends OperationName> = (typeof operations)[Name]['answer'] extends infer Schema extends z.ZodType
  ? z.output<Schema>
  : never;
type Returned<Method extends keyof PhotoClient> = Awaited<ReturnType<PhotoClient[Method]>>;
type OrderOf<Name extends 'sendPhoto' | 'orderAgain'> = z.input<(typeof operations)[Name]['request']>['order'];

test('each method returns the answer of its operation', () => {
  expectTypeOf<Returned<'readSettings'>>().toEqualTypeOf<Answer<'readSettings'>>();
  expectTypeOf<Returned<'findStandards'>>().toEqualTypeOf<Answer<'readStandards'>>();
  expectTypeOf<Returned<'read'>>().toEqualTypeOf<Answer<'readPhoto'>>();
  expectTypeOf<Returned<'wait'>>().toEqualTypeOf<Answer<'readPhoto'>>();
  expectTypeOf<Returned<'upload'>>().toEqualTypeOf<Answer<'sendPhoto'>['photoId']>();
  expectTypeOf<Returned<'orderAgain'>>().toEqualTypeOf<Answer<'orderAgain'>>();
  expectTypeOf<ReturnType<PhotoClient['watch']>>().toExtend<AsyncIterable<Answer<'readPhoto'>>>();
});

test('each order is the order of the request', () => {
  expectTypeOf<NonNullable<Parameters<PhotoClient['upload']>[1]>>().toEqualTypeOf<OrderOf<'sendPhoto'>>();
  expectTypeOf<Parameters<PhotoClient['orderAgain']>[1]>().toEqualTypeOf<OrderOf<'orderAgain'>>();
});
