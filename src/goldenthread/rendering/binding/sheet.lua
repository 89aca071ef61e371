-- Makes a document that somebody else wrote fit for typst.lua: its pictures become files beside it, headings begin
-- under the paper's own title, links lead to the web or nowhere, and nothing stays that could be Typst of its own.

local WEB = { 'https?://', 'mailto:' }
local PICTURES = { png = true, jpg = true, jpeg = true, gif = true }
-- A picture that stands in the text more than once is saved once; beyond so many they are left out.
local MOST_PICTURES = 60
local saved, names = 0, {}

local function nothing() return {} end

local function place_picture(image)
  local kind, contents = pandoc.mediabag.lookup(image.src)
  local extension = kind and (kind:match('^image/(%l+)$') or '')
  if not contents or not PICTURES[extension] then
    return pandoc.Str('[A picture that cannot be shown here]')
  end
  if names[image.src] then
    return pandoc.RawInline('typst', '#placed-picture("' .. names[image.src] .. '");')
  end
  if saved == MOST_PICTURES then
    return pandoc.Str('[A picture that is left out]')
  end
  saved = saved + 1
  local name = 'picture-' .. saved .. '.' .. extension
  local file = assert(io.open(name, 'wb'))
  file:write(contents)
  file:close()
  names[image.src] = name
  return pandoc.RawInline('typst', '#placed-picture("' .. name .. '");')
end

local function keep_web_link(link)
  for _, beginning in ipairs(WEB) do
    if link.target:lower():match('^' .. beginning) then
      return pandoc.Link(link.content, link.target)
    end
  end
  return link.content
end

local function lower_heading(header)
  return pandoc.Header(math.min(header.level + 1, 4), header.content)
end

local function quote(quoted)
  local marks = quoted.quotetype == 'SingleQuote' and { '‘', '’' } or { '“', '”' }
  local result = pandoc.Inlines({ pandoc.Str(marks[1]) })
  result:extend(quoted.content)
  result:insert(pandoc.Str(marks[2]))
  return result
end

local function lines_of(code)
  local lines = pandoc.List()
  for line in (code.text .. '\n'):gmatch('(.-)\n') do
    lines:insert(pandoc.Inlines(pandoc.Str(line)))
  end
  return pandoc.LineBlock(lines)
end

local function content_of(element) return element.content end

return {
  { RawInline = nothing, RawBlock = nothing },
  {
    Image = place_picture,
    Link = keep_web_link,
    Header = lower_heading,
    Quoted = quote,
    Math = function(math) return pandoc.Str(math.text) end,
    Code = function(code) return pandoc.Str(code.text) end,
    CodeBlock = lines_of,
    Cite = content_of,
    Span = content_of,
    Div = content_of,
    Figure = content_of,
    HorizontalRule = function() return pandoc.RawBlock('typst', '#line(length: 100%, stroke: 0.5pt)') end,
  },
}
