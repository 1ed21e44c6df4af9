import { render } from 'preact'
import { App } from './frame/app.tsx'
import { openPage, PageProvider } from './state/page.ts'
import { words } from './words.ts'
import './style/index.css'

const root = document.getElementById('page')
if (root === null) throw new Error('The page has no place to draw in.')
document.title = words.title
const page = openPage()
render(
  <PageProvider value={page}>
    <App />
  </PageProvider>,
  root,
)
void page.enter()
