// Stands for the Temporal CLI where a test is about who starts and ends a server, and not about what it answers. Its server
// knows nothing of itself, and says of what is to be created that it is there already.
import { createServer } from 'node:http2';

/** gRPC's numbers (https://grpc.github.io/grpc/core/md_doc_statuscodes.html); an empty message is a good one of any type. */
const STATUS = {
  GetSystemInfo: '0',
  DescribeNamespace: '5', // not found
  RegisterNamespace: '6', // already there
  AddSearchAttributes: '6',
};
const UNIMPLEMENTED = '12';
const EMPTY_MESSAGE = Buffer.alloc(5);

const args = process.argv.slice(2);
const portOf = (name) => Number(args[args.indexOf(name) + 1]);

if (args[0] === '--version') {
  process.stdout.write('temporal version 1.8.2 (Server 1.31.2, UI 2.50.1)\n');
} else {
  process.stdout.write('The server prints what it likes.\n');
  createServer()
    .on('stream', (stream, headers) => {
      const status = STATUS[headers[':path'].split('/').at(-1)] ?? UNIMPLEMENTED;
      stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
      stream.on('wantTrailers', () => {
        stream.sendTrailers({ 'grpc-status': status });
      });
      stream.end(status === '0' ? EMPTY_MESSAGE : undefined);
    })
    .listen(portOf('--port'), '127.0.0.1');
}
