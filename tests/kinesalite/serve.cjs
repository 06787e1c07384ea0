// Kinesalite on a free loopback port: its own program listens on all addresses.
// node serve.cjs path/to/node_modules/kinesalite
'use strict';

const kinesalite = require(process.argv[2]);
const server = kinesalite({createStreamMs: 0, deleteStreamMs: 0, updateStreamMs: 0});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
