/** Style sheets, which Vite takes in; they have nothing to import. */
declare module '*.css'
