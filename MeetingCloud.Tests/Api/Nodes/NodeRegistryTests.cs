using System.Globalization;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetingCloud.Tests.Api.Nodes;

public sealed class NodeRegistryTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly NodeRegistry _registry;

    public NodeRegistryTests()
    {
        _registry = new NodeRegistry(new NodeOptions(TimeSpan.FromSeconds(60), "score", TimeSpan.FromHours(6)), _clock);
        _registry.Register(new RegisterNodeRequest("node-1", "127.0.0.1", 8001));
    }

    private NodeState State => Assert.Single(_registry.List()).Status;

    [Fact]
    public void Node_StaysLost_WhenItsLastHeartbeatIsReadAfterItsLineBroke()
    {
        _registry.Lose("node-1");
        _registry.Heartbeat("node-1", new HeartbeatRequest(1, NodeState.Maintenance));
        Assert.Equal(NodeState.Lost, State);
    }

    [Fact]
    public void Node_StaysLost_WhenARecordSavedAsItsLineBrokeIsReadLater()
    {
        var record = _registry.Records()[0];
        _registry.Lose("node-1");
        _clock.Advance(TimeSpan.FromSeconds(1));
        _registry.Merge(record, age: TimeSpan.FromSeconds(0.5));
        _clock.Advance(TimeSpan.FromSeconds(20));
        _registry.Merge(record, age: TimeSpan.FromSeconds(20.5));
        Assert.Equal(NodeState.Lost, State);
    }

    [Fact]
    public void Node_IsActiveAgain_WhenItGoesOnWithoutALine()
    {
        _registry.Lose("node-1");
        _clock.Advance(NodeRegistry.LastWords);
        _registry.Heartbeat("node-1", new HeartbeatRequest(1));
        Assert.Equal(NodeState.Active, State);
    }

    [Fact]
    public void Node_IsActiveAtOnce_WhenItOpensItsLineAgain()
    {
        _registry.Lose("node-1");
        _registry.Found("node-1");
        Assert.Equal(NodeState.Active, State);
    }

    [Fact]
    public void Node_IsActiveAtOnce_WhenItRegistersAgain()
    {
        _registry.Lose("node-1");
        _registry.Register(new RegisterNodeRequest("node-1", "127.0.0.1", 8001));
        _registry.Heartbeat("node-1", new HeartbeatRequest(1));
        Assert.Equal(NodeState.Active, State);
    }

    [Fact]
    public void NewNode_IsRefused_WhenAsManyAsMayBeAreKnown_UntilOneIsForgotten()
    {
        for (var i = 2; i <= NodeRegistry.Most; i++)
        {
            _registry.Register(new RegisterNodeRequest(string.Create(CultureInfo.InvariantCulture, $"node-{i}"), "127.0.0.1", 8001));
        }

        var refused = Assert.Throws<ProblemException>(() => _registry.Register(new RegisterNodeRequest("one-more", "127.0.0.1", 8001)));
        var problem = Assert.IsType<ProblemHttpResult>(refused.Result);
        Assert.Equal(409, problem.StatusCode);
        Assert.Contains("DELETE /api/v1/nodes/{id}", problem.ProblemDetails.Detail, StringComparison.Ordinal);
        Assert.Throws<ProblemException>(() => _registry.Register(new RegisterNodeRequest(null, "127.0.0.1", 8001)));
        Assert.Equal(NodeRegistry.Most, _registry.List().Count);

        Assert.Equal(9000, _registry.Register(new RegisterNodeRequest("node-1", "127.0.0.1", 9000)).Port);
        _registry.Forget("node-2");
        Assert.Equal("one-more", _registry.Register(new RegisterNodeRequest("one-more", "127.0.0.1", 8001)).Id);
    }
}
