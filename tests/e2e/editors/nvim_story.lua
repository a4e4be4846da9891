-- Drives a headless Neovim (0.7 or newer) with the server, one line of standard input a verb.
--
--   open FILE              edit a file and attach the server to it
--   expect [CODE ...]      wait until exactly these findings are shown
--   menu                   show the quick fixes at the first finding and choose none
--   choose TITLE           the same, and choose the first whose title begins so
--   answered               wait for the end of the command that the choice has run
--   reply TITLE            choose this from now on when the server asks something
--   asked                  wait until the server has asked, and the reply was sent
--   text FILE              show the text of a file as the editor has it, saved or not
--   undo FILE              look at a file and press u
--   save FILE              look at a file and write it
--   quit                   stop the server and leave
--
-- Each verb prints what the user would see, then "OK verb" or "FAILED verb: reason". The next verb
-- is sent after that.
local milliseconds_to_show, milliseconds_to_run = 30000, 120000
local argv = vim.fn.json_decode(os.getenv('STORY_SERVER'))
local client_id, chosen_title, answer, reply

local function say(...)
  io.stdout:write(string.format(...) .. '\n')
  io.stdout:flush()
end

local function one_line(value)
  return (vim.inspect(value):gsub('%s+', ' '))
end

local function wait_for(condition, milliseconds)
  return vim.wait(milliseconds or milliseconds_to_show, condition, 10)
end

local function handle_answer(err, result)
  answer = err or result
  say('ANSWER %s', one_line(answer))
end

local function handle_message(_, params)
  say('MESSAGE %s', params.message)
end

-- The server's questions: Neovim 0.7 lists them by number, newer ones as any other choice.
local function reply_to(actions, title_of)
  for i, action in ipairs(actions) do
    local title = title_of(action)
    say('OFFERED %s', title)
    if reply and vim.endswith(title, reply) then
      vim.g.question_was_shown = true
      return action, i
    end
  end
end

vim.fn.inputlist = function(lines)
  local _, number = reply_to(vim.list_slice(lines, 3), function(line) return line end)
  return number or 0
end

-- As the user does it: quickly through the list that vim.lsp.buf.code_action() offers.
vim.ui.select = function(items, options, on_choice)
  if options.kind == 'lsp_message' then return on_choice(reply_to(items, options.format_item)) end
  local choice, index
  for i, item in ipairs(items) do
    local title = options.format_item(item)
    say('ACTION %s', title)
    if not choice and chosen_title and vim.startswith(title, chosen_title) then
      choice, index = item, i
    end
  end
  on_choice(choice, index)
  vim.g.menu_was_shown = true
end

local function first_finding()
  local found = vim.diagnostic.get(0)
  table.sort(found, function(a, b) return a.lnum < b.lnum end)
  return found[1]
end

local function show_menu(title)
  local finding = first_finding()
  if not finding then return 'nothing is flagged' end
  chosen_title, answer, vim.g.menu_was_shown = title, nil, false
  vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
  vim.lsp.buf.code_action()
  if not wait_for(function() return vim.g.menu_was_shown end) then return 'no menu came' end
end

local function codes()
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(0)) do table.insert(found, tostring(d.code)) end
  table.sort(found)
  return table.concat(found, ' ')
end

local verbs = {}

function verbs.open(file)
  vim.cmd('edit ' .. vim.fn.fnameescape(file))
  vim.bo.filetype = 'python'
  local config = {
    name = 'venvlens',
    cmd = argv,
    root_dir = vim.fn.fnamemodify(file, ':h'),
    handlers = {
      ['workspace/executeCommand'] = handle_answer,
      ['window/showMessage'] = handle_message,
    },
  }
  if vim.lsp.start then -- since 0.8
    client_id = vim.lsp.start(config)
  else
    client_id = vim.lsp.start_client(config)
    vim.lsp.buf_attach_client(0, client_id)
  end
end

function verbs.expect(wanted)
  local came = wait_for(function() return codes() == wanted end)
  for _, d in ipairs(vim.diagnostic.get(0)) do
    local severity = vim.diagnostic.severity[d.severity]
    say('DIAG %d:%d-%d %s %s %s: %s', d.lnum, d.col, d.end_col, severity, d.source, d.code, d.message)
  end
  if not came then return string.format('wanted %q, shown are %q', wanted, codes()) end
end

function verbs.menu()
  return show_menu(nil)
end

function verbs.choose(title)
  return show_menu(title)
end

function verbs.answered()
  local came = wait_for(function() return answer ~= nil end, milliseconds_to_run)
  if not came then return 'the command never ended' end
end

function verbs.reply(title)
  reply, vim.g.question_was_shown = title, false
end

function verbs.asked()
  if not wait_for(function() return vim.g.question_was_shown end) then return 'nothing was asked' end
end

function verbs.text(file)
  local buffer = vim.fn.bufnr('^' .. file .. '$')
  if buffer < 0 or not vim.api.nvim_buf_is_loaded(buffer) then return 'it is not open' end
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do say('TEXT %s', line) end
end

function verbs.undo(file)
  vim.cmd('buffer ' .. vim.fn.fnameescape(file))
  vim.cmd('normal! u')
end

function verbs.save(file)
  vim.cmd('buffer ' .. vim.fn.fnameescape(file))
  vim.cmd('write')
end

function verbs.quit()
  local client = vim.lsp.get_client_by_id(client_id)
  vim.lsp.stop_client(client_id)
  wait_for(function() return client.is_stopped(client) end)
  say('OK quit')
  vim.cmd('qall!')
end

local function obey(line)
  local verb, argument = line:match('^(%S+)%s*(.*)$')
  local worked, problem = pcall(verbs[verb], argument)
  if worked and not problem then
    say('OK %s', verb)
  else
    say('FAILED %s: %s', verb, problem)
  end
end

-- Not stdioopen(), with which Neovim 0.7 ends in a segmentation fault.
local input, pending = vim.loop.new_pipe(false), ''
input:open(0)
input:read_start(function(_, data)
  if not data then -- whoever drove us is gone
    return vim.schedule(function() vim.cmd('qall!') end)
  end
  pending = (pending .. data):gsub('(.-)\n', function(line)
    vim.schedule(function() obey(line) end)
    return ''
  end)
end)
local version = vim.version()
say('OK start %d.%d.%d', version.major, version.minor, version.patch)
