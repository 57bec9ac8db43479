-- A request of the method that is the first argument, and a line of figures at the end: the requests that were
-- answered, the microseconds that passed, two percentiles of the latency in microseconds, and the failures.

init = function(arguments)
    if arguments[1] == "POST" then
        wrk.method = "POST"
        wrk.headers["Content-Type"] = "application/json"
        wrk.body = '{"title":"Feed the cat"}'
    end
end

done = function(summary, latency)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("figures %d %d %d %d %d\n", summary.requests, summary.duration,
        latency:percentile(50), latency:percentile(99), failed))
end
