/**
 * CloudFormation as the operator's command sees it: DescribeStacks over AWS's query protocol, form in and XML out, for one
 * stack (AWS CloudFormation API reference, "DescribeStacks", read 2026-11-25).
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface StackStandIn {
  readonly endpoint: string;
  close(): void;
}

export async function standInForStack(name: string, outputs: Readonly<Record<string, string>>): Promise<StackStandIn> {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  const found = `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>
<StackName>${name}</StackName><CreationTime>2026-03-01T12:00:00.000Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus>
<Outputs>${members.join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
  const missing = (asked: string) =>
    `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>ValidationError</Code>
<Message>Stack with id ${asked} does not exist</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
  const server = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    const isSigned = request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ') === true;
    const asked = form.get('StackName') ?? '';
    const isFound = isSigned && form.get('Action') === 'DescribeStacks' && asked === name;
    response.writeHead(isFound ? 200 : 400, { 'content-type': 'text/xml' }).end(isFound ? found : missing(asked));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
