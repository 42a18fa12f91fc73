// The peer: reads a contract and a pact, compares them, and prints what it finds, as its own program does.
import {readFileSync} from 'node:fs'
import {Comparator} from '@pactflow/openapi-pact-comparator'

const [contract = '', pact = ''] = process.argv.slice(2)
const read = path => JSON.parse(readFileSync(path, 'utf8'))
try {
  for await (const found of new Comparator(read(contract)).compare(read(pact))) console.log(JSON.stringify(found))
} catch (error) {
  // Contracts that it cannot read are no reason to stop measuring; what it says is seen when it is run by hand.
  console.log(String(error))
  process.exitCode = 1
}
