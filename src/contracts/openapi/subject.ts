export * from '../json/subject.js'
