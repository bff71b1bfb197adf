-- wrk replays requests that were written down beforehand (wire.py), and counts the posts that were accepted.
-- Arguments after `--`: the file, `seq` or `rand`, and the Lua pattern of an accepted post's body.
-- The last line it prints is `JSON {...}`.
local requests, total, place, order = {}, 0, 0, "seq"
local threads = {}
accepted, refused, sample, wraps = 0, 0, "", 0

function setup(thread) table.insert(threads, thread) end

function init(args)
  local file = assert(io.open(args[1], "rb"))
  while true do
    local length = file:read("*n")
    if not length then break end
    file:read(1)
    total = total + 1
    requests[total] = file:read(length)
  end
  file:close()
  order = args[2] or "seq"
  math.randomseed(12345)
  local pattern = args[3]
  if not pattern then return end
  response = function(status, headers, body)
    if status >= 200 and status < 300 and string.find(body, pattern) then
      accepted = accepted + 1
    else
      refused = refused + 1
      if sample == "" then sample = status .. " " .. string.sub(body, 1, 160) end
    end
  end
end

function request()
  if order == "rand" then return requests[math.random(total)] end
  place = place + 1
  if place > total then place = 1; wraps = wraps + 1 end
  return requests[place]
end

function done(summary, latency)
  local a, r, w, s = 0, 0, 0, ""
  for _, thread in ipairs(threads) do
    a = a + thread:get("accepted")
    r = r + thread:get("refused")
    w = w + thread:get("wraps")
    s = thread:get("sample")
  end
  local e, seconds = summary.errors, summary.duration / 1e6
  io.write(string.format(
    'JSON {"requests":%d,"seconds":%.4f,"per_second":%.2f,"bytes":%d,"p50_ms":%.4f,"p99_ms":%.4f,"max_ms":%.3f,'
      .. '"socket_errors":%d,"bad_statuses":%d,"accepted":%d,"refused":%d,"wraps":%d,"sample":"%s"}\n',
    summary.requests, seconds, summary.requests / seconds, summary.bytes, latency:percentile(50) / 1e3,
    latency:percentile(99) / 1e3, latency.max / 1e3, e.connect + e.read + e.write + e.timeout, e.status,
    a, r, w, (string.gsub(s, '[%c"\\]', " "))))
end
