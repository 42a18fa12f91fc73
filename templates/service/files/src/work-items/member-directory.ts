/** What this service has to know about members. */
export interface MemberDirectory {
  /** Whether there is a member of this id. Rejects when that can not be found out. */
  hasMember(id: string): Promise<boolean>
}
