using MeetingCloud.Node;
using MeetingCloud.ServiceDefaults;

return await ServiceProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(defaultPort: 8001, portVariable: NodeOptions.PortVariable);
    builder.AddNode();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapNode();
    return app;
});
