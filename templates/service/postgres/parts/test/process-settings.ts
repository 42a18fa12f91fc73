export const DATABASE_FOLDER = ''
