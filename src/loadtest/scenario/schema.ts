import {z} from 'zod'
import {authSchema} from '../../config/auth-schema.js'

const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
const duration = z
  .string()
  .regex(
    /^[\d.]+[a-z]+(?:[\d.]+[a-z]+)*(?:\s*-\s*[\d.]+[a-z]+(?:[\d.]+[a-z]+)*)?$/,
    'write "500ms", or "1s-3s" for a range',
  )
const status = z.union([z.int().min(100).max(599), z.enum(['1xx', '2xx', '3xx', '4xx', '5xx'])])

const captureSchema = z.union([
  z.string(),
  z.strictObject({
    json: z.string().optional().describe('A place in the JSON of the answer: `/data/0/id`, or `$.data[0].id`.'),
    header: z.string().optional().describe('A header of the answer.'),
    regex: z
      .string()
      .optional()
      .describe(
        'A regular expression on the header or, without one, on the body; its first group, else all that matches.',
      ),
  }),
])

const expectSchema = z.strictObject({
  status: z
    .union([status, z.array(status).min(1)])
    .optional()
    .describe('The status, or a list of those that are right: `201`, `2xx`. Without it 1xx to 3xx.'),
  json: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Values by their places in the JSON of the answer, which have to be equal.'),
})

const graphqlSchema = z.strictObject({
  path: z.string().default('/graphql').describe('Where it is sent by POST.'),
  query: z.string().optional().describe('The document.'),
  file: z.string().optional().describe('A file that holds the document.'),
  variables: z.record(z.string(), z.unknown()).optional().describe('Its variables; templates are filled.'),
  operationName: z.string().optional().describe('Which of its operations is meant, where it has several.'),
  schema: z.string().optional().describe('A file of the schema, by which the document is judged before the run.'),
})

const grpcSchema = z.strictObject({
  proto: z.string().describe('The .proto file of the service.'),
  include: z.array(z.string()).default([]).describe('Folders in which its imports are looked for, too.'),
  method: z.string().describe('`package.Service/Method`.'),
  message: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('The request, as the JSON mapping writes it; templates are filled.'),
  metadata: texts.default({}).describe('Headers of the call; templates are filled.'),
  deadline: duration.optional().describe('When a call is over without an answer; without it the timeout of the run.'),
  url: z
    .string()
    .optional()
    .describe('Where it is served, if not at the target: a URL of this machine, or a target of mesh.yaml.'),
})

/** The keys of a step, of which each kind has some. */
const stepSchema = z
  .strictObject({
    request: z.string().optional().describe('An HTTP request: `GET /orders/{{ id }}`.'),
    operation: z.string().optional().describe('An operation of the contract by its operationId.'),
    graphql: graphqlSchema.optional().describe('A GraphQL query or mutation.'),
    grpc: grpcSchema.optional().describe('A unary gRPC call.'),
    repeat: z.int().min(1).max(1000).optional().describe('So often the steps below it are taken.'),
    get steps() {
      return z.array(stepSchema).min(1).optional().describe('What is repeated.')
    },
    name: z.string().optional().describe('Its name in the report; steps of one name are one operation.'),
    path: texts.optional().describe('Path parameters of the operation; others come from the contract.'),
    query: texts.optional().describe('Query parameters.'),
    headers: texts.optional().describe('Headers.'),
    body: z.unknown().optional().describe('A JSON body; templates are filled.'),
    form: texts.optional().describe('A body as forms are sent.'),
    capture: z
      .record(z.string().regex(/^[A-Za-z_]\w*$/, 'a name has letters, digits and underscores'), captureSchema)
      .optional()
      .describe('What is kept of the answer for later steps, by name.'),
    expect: expectSchema
      .optional()
      .describe('What the answer has to be; another one is an error, and ends the iteration.'),
    think: duration.optional().describe('The pause before the next step: `1s`, or `1s-3s` for a range.'),
  })
  .describe('A request, a loop or a pause.')

/** What a scenario file may say. The editor schema and the messages come from here. */
export const scenarioSchema = z
  .strictObject({
    contract: z.string().optional().describe('The OpenAPI file of the operations, in place of that of the target.'),
    seed: z.int().default(1).describe('What random rows and pauses depend on; the same seed gives the same run.'),
    auth: authSchema.optional().describe('How requests prove who sends them, in place of what the target has.'),
    headers: z
      .record(z.string(), z.string())
      .default({})
      .describe('Headers of every step; `${NAME}` takes a value from the environment.'),
    thresholds: z.array(z.string()).default([]).describe('Objectives such as `p95<50ms` or `listOrders: p99<200ms`.'),
    data: z
      .record(
        z.string().regex(/^[A-Za-z_]\w*$/, 'a name has letters, digits and underscores'),
        z.strictObject({
          file: z
            .string()
            .describe('A .csv file, whose first line names the columns, or a .json file with a list of objects.'),
          order: z
            .enum(['sequential', 'random', 'unique'])
            .default('sequential')
            .describe('Rows in turns, by chance, or another one for each user, or iteration of a run at a rate.'),
        }),
      )
      .default({})
      .describe('Rows that steps are filled from, by name: `{{ customers.email }}`.'),
    scenarios: z
      .record(
        z.string(),
        z.strictObject({
          weight: z.number().positive().default(1).describe('How often it is chosen among the scenarios.'),
          steps: z.array(stepSchema).min(1).describe('What it does, one after the other.'),
        }),
      )
      .refine(scenarios => Object.keys(scenarios).length > 0, {message: 'give one or more'})
      .describe('What users do, by name.'),
  })
  .describe('Scenarios of mesh loadtest.')

export type ScenarioFile = z.output<typeof scenarioSchema>

export type StepSettings = z.output<typeof stepSchema>
