import {bidirectionalVerbs, streamVerbs} from '../../../standard/protobuf.js'
import {lintRule} from '../model.js'
import {verbOf} from '../verbs.js'

/** Words that tell in which order messages come, and those that tell how a stream ends. */
const order =
  /\b(?:re)?order(?:ed|ing|s)?\b|\bunordered\b|\bsequen|\bchronolog|\bsorted\b|\bin turn\b|\boldest\b|\bnewest\b/i
const end =
  /\bends?\b|\bended\b|\bending\b|\bclos(?:e|es|ed|ing)\b|\bcomplet|\buntil\b|\bfinish|\blast\b|\bterminat|\bstops?\b|\bforever\b|\bnever\b/i

export default lintRule({
  summary: 'Require streaming rpcs to be named and described as such',
  why: 'Whoever calls a stream has to know that it is one, in which order messages come and when no more will come; nothing in the signature tells.',
  fix: 'Start the name with Watch, Stream, Upload, Download or Sync (streams in both directions: Stream or Sync), and write into the comment how messages are ordered and when the stream ends.',
  severity: 'warning',
  examples: {
    valid: [
      `
syntax = "proto3";
service EventService {
  // Sends events in the order in which they happened, until the client cancels.
  rpc WatchEvents(WatchEventsRequest) returns (stream WatchEventsResponse);
}
`,
      `
syntax = "proto3";
service ChatService {
  /* Messages are ordered per sender. The stream ends when either side closes it. */
  rpc SyncChat(stream SyncChatRequest) returns (stream SyncChatResponse);
  rpc GetChat(GetChatRequest) returns (GetChatResponse); // No stream.
}
`,
    ],
    invalid: [
      `
syntax = "proto3";
service EventService {
  // Events in order, until the client cancels.
  rpc GetEvents(GetEventsRequest) returns (stream GetEventsResponse); // want: Rpc "GetEvents" streams; its name must start with Watch, Stream, Upload, Download or Sync.
  rpc WatchEvents(WatchEventsRequest) returns (stream WatchEventsResponse); // want: Rpc "WatchEvents" streams; a comment must say how messages are ordered and when the stream ends.
}
`,
      `
syntax = "proto3";
service FileService {
  // Uploads chunks in order.
  rpc UploadFile(stream UploadFileRequest) returns (stream UploadFileResponse); // want: Rpc "UploadFile" streams in both directions; its name must start with Stream or Sync. | Rpc "UploadFile" streams; its comment must say when the stream ends.
}
`,
    ],
  },

  check({document}, report) {
    for (const rpc of document.rpcs) {
      const {name, request, response} = rpc
      if (!request.stream && !response.stream) continue
      const verb = verbOf(name, streamVerbs)
      if (verb === undefined)
        report(rpc, `Rpc "${name}" streams; its name must start with Watch, Stream, Upload, Download or Sync.`)
      else if (request.stream && response.stream && !bidirectionalVerbs.includes(verb))
        report(rpc, `Rpc "${name}" streams in both directions; its name must start with Stream or Sync.`)
      const comment = document.comments.leading(rpc.start)
      const untold = untoldIn(comment?.text ?? '')
      const whose = comment === undefined ? 'a' : 'its'
      if (untold !== '') report(rpc, `Rpc "${name}" streams; ${whose} comment must say ${untold}.`)
    }
  },
})

function untoldIn(comment: string): string {
  const untold: string[] = []
  if (!order.test(comment)) untold.push('how messages are ordered')
  if (!end.test(comment)) untold.push('when the stream ends')
  return untold.join(' and ')
}
