import {z} from 'zod'

/** A secret stands in the environment, never in a file that is committed. */
const secret = z
  .string()
  .refine(
    text => /^\$\{\w+\}$/.test(text),
    'a secret is not written down: name a variable of the environment, such as ${API_TOKEN}',
  )

/** How requests of a load test prove who sends them; exactly one of the ways. */
export const authSchema = z
  .strictObject({
    token: secret.optional().describe('A bearer token: `${NAME}` of the environment.'),
    tokenFile: z.string().optional().describe('A file that holds a bearer token.'),
    apiKey: z
      .strictObject({
        header: z.string().default('X-API-Key').describe('The header that it is sent in.'),
        value: secret.describe('`${NAME}` of the environment.'),
      })
      .optional()
      .describe('An API key.'),
    clientCredentials: z
      .strictObject({
        tokenUrl: z.url().describe('The token endpoint.'),
        clientId: z.string().describe('Who asks; `${NAME}` is taken from the environment.'),
        clientSecret: secret.describe('`${NAME}` of the environment.'),
        scope: z.string().optional().describe('The scopes to ask for, with blanks between.'),
        audience: z.string().optional().describe('For whom the token is to be, where the endpoint wants to know.'),
        sendIn: z
          .enum(['header', 'body'])
          .default('header')
          .describe('Whether id and secret are sent as HTTP Basic authentication, or in the form.'),
      })
      .optional()
      .describe('OAuth 2.0 client credentials: a token that is renewed before it expires.'),
    developmentIssuer: z
      .strictObject({
        keyFile: z
          .string()
          .optional()
          .describe('The key of the issuer; without it `DEV_ISSUER_FILE`, else `.mesh/dev-issuer.json`.'),
        subject: z.string().default('load-test').describe('Whom tokens are about.'),
        scope: z.string().default('').describe('The scopes in them, with blanks between.'),
        roles: z.array(z.string()).default([]).describe('The roles in them.'),
      })
      .optional()
      .describe(
        'The issuer that generated services have on a machine of a developer; for targets on this machine only.',
      ),
  })
  .refine(ways => Object.values(ways).filter(way => way !== undefined).length === 1, {
    message: 'give exactly one of token, tokenFile, apiKey, clientCredentials and developmentIssuer',
  })

export type AuthSettings = z.output<typeof authSchema>
