-- Asks for a token, and counts the answers that hold none. Those that do are kept in the file that ANSWERS names, if it is set.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"identity":"alice","room":"daily"}'

local threads = {}

function setup(thread)
    table.insert(threads, thread)
end

function init()
    wrong = 0
    local name = os.getenv("ANSWERS")
    if name then
        answers = assert(io.open(name, "w"))
        -- Nothing closes it in the end.
        answers:setvbuf("no")
    end
end

function response(status, headers, body)
    if status ~= 200 or not body:find('"token":"eyJ', 1, true) then
        wrong = wrong + 1
    elseif answers then
        answers:write(body .. "\n")
    end
end

function done(summary, latency)
    local failed = 0
    for _, thread in ipairs(threads) do
        failed = failed + thread:get("wrong")
    end
    local errors = summary.errors
    failed = failed + errors.connect + errors.read + errors.write + errors.timeout
    local line = '{"requests":%d,"failed":%d,"perSecond":%.1f,"p50":%d,"p99":%d}\n'
    local seconds = summary.duration / 1e6
    io.write(line:format(summary.requests, failed, summary.requests / seconds, latency:percentile(50), latency:percentile(99)))
end
