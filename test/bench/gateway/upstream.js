// What is behind the proxies: it answers at once, so that what is measured is theirs.
import {createServer} from 'node:http'

const body = JSON.stringify({data: {id: 'o_1', name: 'An order'}, meta: {requestId: '0', version: 'v1'}})
const server = createServer((_request, response) => {
  response.writeHead(200, {'content-type': 'application/json', 'content-length': Buffer.byteLength(body)}).end(body)
})
server.listen(0, '127.0.0.1', () => console.log(`"Server listening at http://127.0.0.1:${server.address().port}"`))
