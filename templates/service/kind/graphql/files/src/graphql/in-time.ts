import {ApiError} from '../platform/errors/api-error.js'

/** What is not done in time is answered all the same; it goes on, and nobody waits for it. */
export async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    const tell = () => reject(new ApiError('SERVICE_UNAVAILABLE', 'The request took too long.'))
    timer = setTimeout(tell, milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
