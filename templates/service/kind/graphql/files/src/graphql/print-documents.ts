import {readDocuments} from './documents.js'

// `npm run documents`: what clients send as "documentId" instead of the text.
for (const {file, hash} of readDocuments(new URL('../../contracts/operations/', import.meta.url))) {
  process.stdout.write(`sha256:${hash}  ${file}\n`)
}
