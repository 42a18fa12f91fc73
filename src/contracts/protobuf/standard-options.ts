import type {ProtobufFile} from './file.js'
import {FileSet} from './file-set.js'
import {fullNameOf} from './names.js'
import type {Message, Option} from './nodes.js'
import {parse} from './parser.js'

/**
 * The options that come with protobuf: what `google/protobuf/descriptor.proto` says of them. `php_generic_services` was
 * there once.
 */
const text = `
syntax = "proto2";
package google.protobuf;
enum Edition {
  EDITION_UNKNOWN = 0;
  EDITION_LEGACY = 900;
  EDITION_PROTO2 = 998;
  EDITION_PROTO3 = 999;
  EDITION_2023 = 1000;
  EDITION_2024 = 1001;
  EDITION_2026 = 1002;
  EDITION_1_TEST_ONLY = 1;
  EDITION_2_TEST_ONLY = 2;
  EDITION_99997_TEST_ONLY = 99997;
  EDITION_99998_TEST_ONLY = 99998;
  EDITION_99999_TEST_ONLY = 99999;
  EDITION_MAX = 2147483647;
}
message ExtensionRangeOptions {
  repeated Declaration declaration = 2;
  optional FeatureSet features = 50;
  optional VerificationState verification = 3;
  message Declaration {
    optional int32 number = 1;
    optional string full_name = 2;
    optional string type = 3;
    optional bool reserved = 5;
    optional bool repeated = 6;
  }
  enum VerificationState { DECLARATION = 0; UNVERIFIED = 1; }
}
message FileOptions {
  optional string java_package = 1;
  optional string java_outer_classname = 8;
  optional bool java_multiple_files = 10;
  optional bool java_generate_equals_and_hash = 20;
  optional bool java_string_check_utf8 = 27;
  optional OptimizeMode optimize_for = 9;
  optional string go_package = 11;
  optional bool cc_generic_services = 16;
  optional bool java_generic_services = 17;
  optional bool py_generic_services = 18;
  optional bool deprecated = 23;
  optional bool cc_enable_arenas = 31;
  optional string objc_class_prefix = 36;
  optional string csharp_namespace = 37;
  optional string swift_prefix = 39;
  optional string php_class_prefix = 40;
  optional string php_namespace = 41;
  optional string php_metadata_namespace = 44;
  optional string ruby_package = 45;
  optional bool php_generic_services = 42;
  optional FeatureSet features = 50;
  enum OptimizeMode { SPEED = 1; CODE_SIZE = 2; LITE_RUNTIME = 3; }
}
message MessageOptions {
  optional bool message_set_wire_format = 1;
  optional bool no_standard_descriptor_accessor = 2;
  optional bool deprecated = 3;
  optional bool map_entry = 7;
  optional bool deprecated_legacy_json_field_conflicts = 11;
  optional FeatureSet features = 12;
}
message FieldOptions {
  optional CType ctype = 1;
  optional bool packed = 2;
  optional JSType jstype = 6;
  optional bool lazy = 5;
  optional bool unverified_lazy = 15;
  optional bool deprecated = 3;
  optional bool weak = 10;
  optional bool debug_redact = 16;
  optional OptionRetention retention = 17;
  repeated OptionTargetType targets = 19;
  repeated EditionDefault edition_defaults = 20;
  optional FeatureSet features = 21;
  optional FeatureSupport feature_support = 22;
  enum CType { STRING = 0; CORD = 1; STRING_PIECE = 2; }
  enum JSType { JS_NORMAL = 0; JS_STRING = 1; JS_NUMBER = 2; }
  enum OptionRetention { RETENTION_UNKNOWN = 0; RETENTION_RUNTIME = 1; RETENTION_SOURCE = 2; }
  enum OptionTargetType {
    TARGET_TYPE_UNKNOWN = 0;
    TARGET_TYPE_FILE = 1;
    TARGET_TYPE_EXTENSION_RANGE = 2;
    TARGET_TYPE_MESSAGE = 3;
    TARGET_TYPE_FIELD = 4;
    TARGET_TYPE_ONEOF = 5;
    TARGET_TYPE_ENUM = 6;
    TARGET_TYPE_ENUM_ENTRY = 7;
    TARGET_TYPE_SERVICE = 8;
    TARGET_TYPE_METHOD = 9;
  }
  message EditionDefault {
    optional Edition edition = 3;
    optional string value = 2;
  }
  message FeatureSupport {
    optional Edition edition_introduced = 1;
    optional Edition edition_deprecated = 2;
    optional string deprecation_warning = 3;
    optional Edition edition_removed = 4;
  }
}
message OneofOptions {
  optional FeatureSet features = 1;
}
message EnumOptions {
  optional bool allow_alias = 2;
  optional bool deprecated = 3;
  optional bool deprecated_legacy_json_field_conflicts = 6;
  optional FeatureSet features = 7;
}
message EnumValueOptions {
  optional bool deprecated = 1;
  optional FeatureSet features = 2;
  optional bool debug_redact = 3;
  optional FieldOptions.FeatureSupport feature_support = 4;
}
message ServiceOptions {
  optional FeatureSet features = 34;
  optional bool deprecated = 33;
}
message MethodOptions {
  optional bool deprecated = 33;
  optional IdempotencyLevel idempotency_level = 34;
  optional FeatureSet features = 35;
  enum IdempotencyLevel { IDEMPOTENCY_UNKNOWN = 0; NO_SIDE_EFFECTS = 1; IDEMPOTENT = 2; }
}
message FeatureSet {
  optional FieldPresence field_presence = 1;
  optional EnumType enum_type = 2;
  optional RepeatedFieldEncoding repeated_field_encoding = 3;
  optional Utf8Validation utf8_validation = 4;
  optional MessageEncoding message_encoding = 5;
  optional JsonFormat json_format = 6;
  optional EnforceNamingStyle enforce_naming_style = 7;
  optional VisibilityFeature.DefaultSymbolVisibility default_symbol_visibility = 8;
  optional ProtoLimitsFeature.EnforceProtoLimits enforce_proto_limits = 9;
  enum FieldPresence { FIELD_PRESENCE_UNKNOWN = 0; EXPLICIT = 1; IMPLICIT = 2; LEGACY_REQUIRED = 3; }
  enum EnumType { ENUM_TYPE_UNKNOWN = 0; OPEN = 1; CLOSED = 2; }
  enum RepeatedFieldEncoding { REPEATED_FIELD_ENCODING_UNKNOWN = 0; PACKED = 1; EXPANDED = 2; }
  enum Utf8Validation { UTF8_VALIDATION_UNKNOWN = 0; VERIFY = 2; NONE = 3; }
  enum MessageEncoding { MESSAGE_ENCODING_UNKNOWN = 0; LENGTH_PREFIXED = 1; DELIMITED = 2; }
  enum JsonFormat { JSON_FORMAT_UNKNOWN = 0; ALLOW = 1; LEGACY_BEST_EFFORT = 2; }
  enum EnforceNamingStyle { ENFORCE_NAMING_STYLE_UNKNOWN = 0; STYLE2024 = 1; STYLE_LEGACY = 2; STYLE2026 = 3; }
  message VisibilityFeature {
    enum DefaultSymbolVisibility {
      DEFAULT_SYMBOL_VISIBILITY_UNKNOWN = 0;
      EXPORT_ALL = 1;
      EXPORT_TOP_LEVEL = 2;
      LOCAL_ALL = 3;
      STRICT = 4;
    }
  }
  message ProtoLimitsFeature {
    enum EnforceProtoLimits { PROTO_LIMITS_UNKNOWN = 0; LEGACY_NO_EXPLICIT_LIMITS = 1; PROTO_LIMITS2026 = 2; }
  }
}
`

let known: ProtobufFile | undefined

/** The file of all options that come with protobuf, read when it is first asked for. */
function standardFile(): ProtobufFile {
  if (known === undefined) {
    known = parse({path: 'google/protobuf/descriptor.proto', text})
    // The set gives itself to its files.
    new FileSet([known], () => undefined)
  }
  return known
}

const names: Readonly<Record<Option['parent']['kind'], string>> = {
  enum: 'EnumOptions',
  field: 'FieldOptions',
  file: 'FileOptions',
  message: 'MessageOptions',
  oneof: 'OneofOptions',
  ranges: 'ExtensionRangeOptions',
  rpc: 'MethodOptions',
  service: 'ServiceOptions',
  value: 'EnumValueOptions',
}

/** Name of the message whose fields are the options of a declaration: `google.protobuf.FieldOptions`. */
export function optionsName(node: Option['parent']): string {
  return `google.protobuf.${names[node.kind]}`
}

/**
 * A message that options of protobuf are made of, by its full name; undefined for any other message. Where the files
 * bring a `descriptor.proto` of their own, which may be newer, that counts.
 */
export function standardMessage(fullName: string, set: FileSet): Message | undefined {
  const own = set.once(ownMessages).get(fullName)
  if (own !== undefined) return own
  const [found] = standardFile().set.declared(fullName)
  return found?.kind === 'message' ? found : undefined
}

function ownMessages(set: FileSet): ReadonlyMap<string, Message> {
  const files = set.files.filter(({path}) => `/${path}`.endsWith('/google/protobuf/descriptor.proto'))
  return new Map(files.flatMap(({messages}) => messages.map(message => [fullNameOf(message), message] as const)))
}
