using System.Collections.Concurrent;
using MeetingCloud.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>The password of a server is seen by that server alone.</summary>
public sealed class PasswordTests
{
    [Fact]
    public async Task Passwords_AreInNoLogAnswerOrError_WhateverGoesWrong()
    {
        await using var origin = await OriginCluster.StartAsync();
        using var log = new Collector();
        origin.Cluster.Api.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        var meeting = await origin.Admin.CreateMeetingAsync();
        origin.Servers[0].Fault = (context, _) =>
        {
            // As careless as a server can be.
            context.Response.StatusCode = 401;
            return context.Response.Body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"no: {context.Request.Headers.Authorization}")).AsTask();
        };
        await origin.UploadAsync(meeting.Id, 0, 12);
        await origin.Servers[1].StopAsync();
        await origin.RestartWithoutCacheAsync();
        origin.Cluster.Api.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await origin.WaitForAsync(1, server => server.Failure == "credentials", "the wrong password is noticed");
        var answers = new List<string>();
        foreach (var path in new[] { Routes.WebdavStatus, Routes.WebdavStats, Routes.WebdavMigrations, "/health", Routes.OpenApi, Routes.MeetingFile(meeting.Id, "0.bin") })
        {
            using var response = await origin.Admin.GetAsync(path);
            answers.Add(await response.Content.ReadAsStringAsync());
        }

        var basic = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{FaultyDav.User}:{FaultyDav.Password}"));
        Assert.NotEmpty(log.Lines);
        Assert.All(log.Lines.Concat(answers), line =>
        {
            Assert.DoesNotContain(FaultyDav.Password, line, StringComparison.Ordinal);
            Assert.DoesNotContain(basic, line, StringComparison.Ordinal);
        });
    }

    private sealed class Collector : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
