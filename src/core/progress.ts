/**
 * Tells a person what goes on during long work. Calls are cheap; each replaces the text of the one before. A text that
 * fits itself to the terminal is given as a function of its columns.
 */
export type Progress = (text: string | ((columns: number) => string)) => void

export const silent: Progress = () => {}
