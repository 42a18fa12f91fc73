// Protobuf files as teams write them, as many as wanted: services with requests, responses, enums and comments.

/** `{path: text}` of some packages, each of two files. */
export function protobufFiles(packages) {
  const files = {}
  for (let index = 0; index < packages; index++) {
    const name = `example.things${index}.v1`
    const folder = name.replaceAll('.', '/')
    files[`${folder}/things.proto`] = messages(name, index)
    files[`${folder}/things_service.proto`] = service(name, folder)
  }
  return files
}

const verbs = ['Get', 'List', 'Create', 'Update', 'Delete', 'Cancel', 'Search']

function messages(name, index) {
  const things = Array.from({length: 20}, (_, number) => thing(number)).join('\n')
  const other = index > 0 ? `import "example/things${index - 1}/v1/things.proto";\n` : ''
  const link = index > 0 ? `  // The thing that it follows.\n  example.things${index - 1}.v1.Thing1 before = 2;\n` : ''
  return `syntax = "proto3";

package ${name};

${other}import "google/protobuf/timestamp.proto";

option java_package = "com.${name}";

${things}
// What holds all.
message Everything {
  // Its id.
  string id = 1;
${link}}
`
}

function thing(number) {
  return `// A thing, with what is known of it. It is kept until it is deleted, and changed by its owner only.
message Thing${number} {
  // Where it is in its life.
  enum State {
    // Nobody has said.
    STATE_UNSPECIFIED = 0;
    // It may be used.
    STATE_READY = 1;
  }
  // Its id.
  string thing_id = 1;
  // When it was made.
  google.protobuf.Timestamp created_at = 2;
  // Where it is in its life.
  State state = 3;
  // Words that people gave it.
  repeated string labels = 4;
  // What it is made of, by name.
  map<string, int64> parts = 5;
  // How it is paid.
  oneof payment {
    // By a card.
    string card_token = 6;
    // In advance.
    bool prepaid = 7;
  }
  // The next version of it.
  int32 version = 8 [deprecated = true];
}
`
}

function service(name, folder) {
  const rpcs = verbs.map(
    verb => `  // ${verb}s a thing. Errors: NOT_FOUND, PERMISSION_DENIED.
  rpc ${verb}Thing(${verb}ThingRequest) returns (${verb}ThingResponse) {
    option idempotency_level = IDEMPOTENT;
  }
`,
  )
  const parts = verbs.map(
    verb => `// What ${verb}Thing takes.
message ${verb}ThingRequest {
  // Which one.
  string thing_id = 1;
}
// What ${verb}Thing gives.
message ${verb}ThingResponse {
  // The thing.
  Thing1 thing = 1;
}
`,
  )
  return `syntax = "proto3";

package ${name};

import "${folder}/things.proto";

option java_package = "com.${name}";

// Keeps things.
service ThingService {
${rpcs.join('\n')}}

${parts.join('\n')}`
}
