/** Tells a person what goes on during long work. Calls are cheap; each replaces the text of the one before. */
export type Progress = (text: string) => void

export const silent: Progress = () => {}
