using MeetingCloud.Api;
using MeetingCloud.Api.Data.Copying;
using MeetingCloud.ServiceDefaults;

if (args is [CopyDatabaseCommand.Name, .. var options])
{
    return await CopyDatabaseCommand.RunAsync(options, Environment.GetEnvironmentVariable, Console.Out, Console.Error, CancellationToken.None);
}

return await ServiceProgram.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddServiceDefaults(defaultPort: 8000);
    builder.AddControlPlane();

    var app = builder.Build();
    app.MapDefaultEndpoints();
    app.MapControlPlane();
    return app;
});
