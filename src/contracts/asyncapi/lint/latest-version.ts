import {lintRule} from '../model.js'

export default lintRule({
  summary: 'Require the newest version of AsyncAPI',
  why: 'In 2.x `publish` means that others publish, which everybody reads the wrong way once; 3.0 says `send` and `receive`. Tools stop to support what is old.',
  fix: 'Convert the document to 3.0.0 with the converter of AsyncAPI.',
  severity: 'info',
  presets: ['recommended'],
  examples: {
    valid: [
      `
asyncapi: 3.0.0
channels: {}
`,
      `
asyncapi: 3.1.0
channels: {}
`,
    ],
    invalid: [
      `
asyncapi: 2.6.0 # want: AsyncAPI "2.6.0" is not the newest version; write 3.0.0.
channels: {}
`,
      `
asyncapi: 2.0.0 # want: AsyncAPI "2.0.0" is not the newest version; write 3.0.0.
channels: {}
`,
    ],
  },

  check({document: {root, version}}, report) {
    const written = root.get('asyncapi')
    if (written && version === '2')
      report(written, `AsyncAPI "${written.shown}" is not the newest version; write 3.0.0.`)
  },
})
