namespace KeepaliveConsole.Engine.Probes;

/// <summary>One request over HTTP and its answer. What the body must hold is judged when it is whole; a wrong status ends it at once.</summary>
internal sealed class HttpExchange : Exchange
{
    private const int LargeBody = 64 * 1024;

    private readonly HttpUrlPlan _plan;
    private readonly HttpResponse _response;
    private HttpProgress _progress;

    /// <summary>Asks for the url of <paramref name="plan"/> by <paramref name="request"/>.</summary>
    public HttpExchange(HttpUrlPlan plan, byte[] request)
    {
        _plan = plan;
        _response = new HttpResponse(plan.NeedsBody);
        Outgoing = request;
    }

    private bool HasBadStatus => _response.HasHeaders && !HttpVerdict.AcceptsStatus(_plan.Url, _response.StatusCode);

    /// <inheritdoc />
    public override bool IsSlowToJudge => _progress == HttpProgress.Complete && (_plan.IsSlowToJudge || (_plan.NeedsBody && _response.BodyLength > LargeBody));

    /// <inheritdoc />
    public override bool Received(ReadOnlySpan<byte> bytes)
    {
        _progress = _response.Read(bytes);
        return _progress != HttpProgress.Reading || HasBadStatus;
    }

    /// <inheritdoc />
    public override void Ended() => _progress = _response.End();

    /// <inheritdoc />
    public override ProbeVerdict Judge() => HasBadStatus ? HttpVerdict.BadStatus(_plan.Url, _response) : HttpVerdict.Of(_plan, _response, _progress);
}
