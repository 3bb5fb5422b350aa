namespace MeetingCloud.AppHost.Redis;

/// <summary>A Redis-compatible server that runs as a plain process of this machine, on loopback.</summary>
internal sealed class LocalRedisResource : ExecutableResource, IResourceWithConnectionString
{
    public const string EndpointName = "tcp";

    public LocalRedisResource(string name, string command, string workingDirectory)
        : base(name, command, workingDirectory) => PrimaryEndpoint = new EndpointReference(this, EndpointName);

    public EndpointReference PrimaryEndpoint { get; }

    // The server binds to 127.0.0.1 alone: "localhost" could lead a client to ::1 first.
    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{Host}:{Port}");

    private EndpointReferenceExpression Host => PrimaryEndpoint.Property(EndpointProperty.IPV4Host);

    private EndpointReferenceExpression Port => PrimaryEndpoint.Property(EndpointProperty.Port);

    IEnumerable<KeyValuePair<string, ReferenceExpression>> IResourceWithConnectionString.GetConnectionProperties() =>
    [
        new("Host", ReferenceExpression.Create($"{Host}")),
        new("Port", ReferenceExpression.Create($"{Port}")),
        new("Uri", ReferenceExpression.Create($"redis://{Host}:{Port}")),
    ];
}
