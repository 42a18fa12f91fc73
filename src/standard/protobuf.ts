/** Verbs with which the name of an rpc may start; `Batch` stands before another verb. */
export const rpcVerbs: readonly string[] = (
  'Get List Create Update Delete Search Batch Watch Stream Upload Download Sync Cancel Accept Acknowledge Acquire ' +
  'Activate Adapt Add Allocate Analyze Append Apply Approve Archive Assign Attach Authenticate Authorize Begin Bind ' +
  'Block Book Build Calculate Call Change Charge Check Claim Clear Clone Close Collect Commit Compare Complete ' +
  'Compose Compute Confirm Connect Consume Convert Copy Count Deactivate Decline Decrypt Deploy Describe Detach ' +
  'Detect Disable Disconnect Dispatch Drain Drop Enable Encrypt End Enqueue Enroll Enter Estimate Eval Evaluate ' +
  'Exchange Execute Expand Expire Export Extend Fail Fetch Find Finish Flush Format Forward Generate Grant Hold ' +
  'Ignore Import Increment Index Initialize Insert Inspect Install Invalidate Invite Invoke Join Launch Leave Link ' +
  'Load Lock Log Login Logout Lookup Make Mark Match Measure Merge Migrate Modify Move Mute Notify Open Order Parse ' +
  'Partition Patch Pause Pay Ping Place Plan Poll Post Predict Prepare Preview Process Promote Provision Publish ' +
  'Pull Purge Push Put Query Read Reassign Rebuild Receive Recognize Record Redeem Refresh Refund Register Reject ' +
  'Release Reload Remove Rename Render Renew Replace Replay Report Request Reserve Reset Resize Resolve Restart ' +
  'Restore Resume Retrieve Retry Return Revert Review Revoke Rewrite Roll Rollback Rotate Run Sample Save Scan ' +
  'Schedule Seal Seek Select Send Set Share Ship Show Sign Simulate Skip Snooze Sort Split Start Stop Store Submit ' +
  'Subscribe Suggest Summarize Suspend Switch Tag Tail Terminate Test Toggle Touch Track Transfer Transform ' +
  'Translate Trigger Unarchive Unassign Unblock Undelete Undeploy Uninstall Unlink Unlock Unmute Unregister ' +
  'Unsubscribe Upgrade Upsert Use Validate Verify View Vote Wait Withdraw Write'
).split(' ')

/** Those of them that are things as well: alone they do not say that something is done. */
export const nounVerbs: readonly string[] = (
  'Batch Block Book Call Change Charge Claim Copy Count End Exchange Export Grant Import Increment Index Link Load ' +
  'Lock Log Mark Match Order Partition Patch Pay Place Plan Post Query Record Refund Report Request Reserve Return ' +
  'Review Sample Schedule Seal Share Ship Sign Sort Split Start Store Stream Switch Tag Test Track Transfer View Vote'
).split(' ')

/** Verbs with which the name of a streaming rpc starts. */
export const streamVerbs: readonly string[] = ['Watch', 'Stream', 'Upload', 'Download', 'Sync']

/** Those of them that may stream in both directions. */
export const bidirectionalVerbs: readonly string[] = ['Stream', 'Sync']

/** Status codes of gRPC with which an rpc may fail. */
export const statusCodes: readonly string[] = [
  'INVALID_ARGUMENT',
  'OUT_OF_RANGE',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'ABORTED',
  'FAILED_PRECONDITION',
  'RESOURCE_EXHAUSTED',
  'INTERNAL',
  'UNKNOWN',
  'DATA_LOSS',
  'UNIMPLEMENTED',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'CANCELLED',
]

/** Words for closed sets of values: a field of such a name, or one that ends so, is an enum. */
export const closedSets: readonly string[] = [
  'role',
  'status',
  'state',
  'type',
  'kind',
  'severity',
  'priority',
  'platform',
]

/** Fields in which responses would carry errors beside the status of the call. */
export const errorFields: readonly string[] = ['error', 'errors', 'success', 'error_message']

/** Fields of the message `Pagination`. */
export const paginationFields: readonly string[] = ['page', 'limit', 'total', 'has_next', 'has_prev']
